// The content script's beginning: one copy per page, in the top frame only. Knows nothing but how to start.

import { OrderCard } from './card/card';
import { Lifetime } from './lifetime';
import { OrdersList } from './list';
import { Staff } from './staff/staff';
import { followPresses } from './ui/press';
import { Views } from './views';

// Embedded apps show tables that look like orders.
if (window.top === window) {
  const lifetime = new Lifetime();
  followPresses(lifetime.signal);
  // What an older copy left, if it could not clean up any more.
  for (const host of document.querySelectorAll('[data-ucos-inline]')) host.remove();
  const views = new Views(lifetime.signal);
  const staff = new Staff(lifetime, views);
  new OrdersList(lifetime, views, staff);
  new OrderCard(lifetime, views, staff);
}
