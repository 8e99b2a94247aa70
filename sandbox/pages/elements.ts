// The admin's own elements as far as an order page shows them: text in <s-internal-text>, the page title's h1 in
// an open shadow root. Knows custom elements; nothing of orders.

const titleSheet = new CSSStyleSheet();
titleSheet.replaceSync('h1 { margin: 0; font: inherit; color: inherit; }');

class PageTitleElement extends HTMLElement {
  static readonly observedAttributes = ['heading'];
  readonly #title = document.createElement('h1');

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [titleSheet];
    root.append(this.#title);
  }

  attributeChangedCallback(_name: string, _before: string | null, heading: string | null): void {
    this.#title.textContent = heading;
  }
}

export function defineElements(): void {
  customElements.define('s-internal-title', PageTitleElement);
  customElements.define('s-internal-text', class extends HTMLElement {});
}

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      's-internal-title': React.DetailedHTMLProps<React.HTMLAttributes<HTMLElement>, HTMLElement> & {
        heading: string;
      };
      's-internal-text': React.DetailedHTMLProps<React.HTMLAttributes<HTMLElement>, HTMLElement>;
    }
  }
}
