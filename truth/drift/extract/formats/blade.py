"""Blade and PHP."""

from __future__ import annotations

from truth.drift.extract.masking import BLADE, PHP
from truth.drift.extract.templates import PageTemplate

EXTRACTORS = (
    PageTemplate("blade", (".blade.php",), BLADE, "{{ $truth->text('{ref}') }}", "$truth->text('{ref}')"),
    PageTemplate("php", (".php", ".phtml"), PHP, "<?= $truth->text('{ref}') ?>", "$truth->text('{ref}')"),
)
