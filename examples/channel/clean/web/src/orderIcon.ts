import { OrderStatus } from "./orderStatus";

/** The icon beside an order: decoration, so an unknown status has one too. */
export function orderIcon(order: { status: OrderStatus }): string {
  switch (order.status) {
    case "shipped":
      return "van";
    case "ready_for_pickup":
      return "shop";
    case "delivered":
      return "door";
    default:
      return "box";
  }
}
