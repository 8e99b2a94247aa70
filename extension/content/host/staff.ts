// Who is signed in, as the admin shows it. A wrong name would lock a person out of their own changes, so unless
// exactly one button can be the account button, there is no name. Knows the top bar; nothing else may.

/** Top bar; its id seen 2022 to 2026-09. */
const TOP_BAR = '#AppFrameTopBar';
/** The account button's label is the staff account's name. Seen 2026-05, one source. */
const LABELLED = 'button[aria-label]';
/** What an account button shows: a portrait, or initials. */
const PORTRAIT = '[class*="avatar" i], s-avatar, s-internal-avatar, img';

export function readStaffName(document: Document): string | null {
  const buttons = [...document.querySelectorAll(`${TOP_BAR} ${LABELLED}`)];
  const withPortrait = buttons.filter((button) => button.querySelector(PORTRAIT) !== null);
  const accounts = withPortrait.length > 0 ? withPortrait : buttons.filter(showsInitials);
  const [name, another] = new Set(accounts.map(labelOf));
  return another === undefined ? name || null : null;
}

function labelOf(button: Element): string {
  return button.getAttribute('aria-label')?.trim() ?? '';
}

function showsInitials(button: Element): boolean {
  return isInitialsOf(button.textContent, labelOf(button));
}

function isInitialsOf(text: string, name: string): boolean {
  const letters = text.trim().toUpperCase();
  if (letters.length === 0 || letters.length > 3) return false;
  const initials = name.split(/\s+/).map((part) => part.charAt(0).toUpperCase());
  return [...letters].every((letter) => initials.includes(letter));
}
