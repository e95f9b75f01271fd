import { truth } from "./truth";
import { orderIcon } from "./orderIcon";
import type { Order } from "./order";

/** What a customer sees of an order; the registry says which buttons there are. */
export function OrderBadge({ order }: { order: Order }) {
  const shown = truth.status("fulfilment", order.status);
  const canTrack = shown.allows.includes("track");
  return (
    <span className={`badge badge-${order.status}`} data-testid="order-badge">
      <i className={orderIcon(order)} aria-hidden="true" />
      {shown.label}
      <small>{shown.next}</small>
      {canTrack && <a href={order.trackingUrl}>Follow it</a>}
      <em>{truth.text("status:fulfilment/processing/label")}</em>
    </span>
  );
}
