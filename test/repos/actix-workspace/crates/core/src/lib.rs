//! What an order is, for the API and the worker alike.

use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Deserialize, PartialEq, Eq, Serialize)]
pub struct Order {
    pub id: u64,
    pub unit_price_cents: u64,
    pub quantity: u32,
}

impl Order {
    /// The sum in cents, or `None` where it does not fit.
    pub fn total_cents(&self) -> Option<u64> {
        self.unit_price_cents.checked_mul(self.quantity.into())
    }
}

#[cfg(test)]
mod tests {
    use super::Order;

    #[test]
    fn the_total_is_price_times_quantity() {
        let order = Order {
            id: 1,
            unit_price_cents: 250,
            quantity: 4,
        };
        assert_eq!(order.total_cents(), Some(1000));
    }

    #[test]
    fn a_total_that_does_not_fit_is_none() {
        let order = Order {
            id: 2,
            unit_price_cents: u64::MAX,
            quantity: 2,
        };
        assert_eq!(order.total_cents(), None);
    }
}
