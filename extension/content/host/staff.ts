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

/**
 * Calls back when the name may be another one. The top bar comes late, and may be replaced: until there is one, every
 * change of the page asks for it, which by its id is no search.
 */
export function followStaffName(document: Document, signal: AbortSignal, onChange: () => void): void {
  const observer = new MutationObserver(() => {
    observe();
    onChange();
  });
  let observed: Element | null = null;
  const observe = (): void => {
    const bar = document.querySelector(TOP_BAR);
    if (bar === observed && observed !== null) return;
    observer.disconnect();
    observed = bar;
    if (bar === null) {
      observer.observe(document, { childList: true, subtree: true });
      return;
    }
    observer.observe(bar, {
      childList: true,
      subtree: true,
      attributes: true,
      attributeFilter: ['aria-label'],
    });
    // The way up from it, in case the page replaces it.
    for (let up = bar.parentNode; up; up = up.parentNode) observer.observe(up, { childList: true });
  };
  observe();
  signal.addEventListener('abort', () => observer.disconnect());
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
