// What the core says outside of any page: notifications, and the count on the extension's button. Words and chrome.*
// calls; what is said and when is the core's to decide.

export const notices = {
  /** JSON text of a `ReminderView`. */
  notify(_reminder: string): void {},

  /** How many orders of the store in this tab are overdue; 0 takes the count away. */
  markTab(_tab: number, _overdue: number): void {},
};
