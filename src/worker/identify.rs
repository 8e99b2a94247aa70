//! Who is it: whether whoever wants something written is the one whose key this browser holds, and who else is signed in.

use super::{Worker, as_text};
use crate::orders::identity::StoreHandle;
use crate::platform::Platform;
use crate::problem::Problem;
use crate::settings::UnreadName;
use crate::staff::identity::{Identity, tidy};
use crate::view::{WhoView, who_name};

impl<P: Platform> Worker<P> {
    /// Whether it is confirmed that the staff account's own person wants this. `Err`: it is another's, named by the
    /// problem; or nobody can tell, and that is not to be allowed.
    pub(super) fn identify(&self, store: &StoreHandle, shown: Option<&str>) -> Result<bool, Problem> {
        self.with_store(store, |state| {
            // Without a key nothing is sent; what is left of one that was there is anybody's.
            let Some(account) = &state.account else { return Ok(false) };
            match Identity::of(&account.staff_name, shown) {
                Identity::Confirmed => Ok(true),
                Identity::Unread if state.settings.unread_name == UnreadName::Allow => Ok(false),
                Identity::Unread => Err(Problem::new("name-unread")),
                Identity::Another => {
                    Err(Problem { detail: Some(account.staff_name.clone()), ..Problem::new("other-staff") })
                }
            }
        })
    }

    /// Publishes who is signed in to a store's admin, for the options page to offer.
    pub(super) async fn introduce(&self, store: StoreHandle, staff: &str) -> Result<(), Problem> {
        let staff = tidy(staff);
        if staff.is_empty() {
            return Ok(());
        }
        let name = who_name(&store);
        Ok(self.publish(vec![(name, as_text(&WhoView { store, staff })?)]).await?)
    }
}
