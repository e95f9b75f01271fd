"""The WSGI application: `flask run`, gunicorn or any other WSGI server serves it."""

from truth.factory import create_app

app = create_app()
