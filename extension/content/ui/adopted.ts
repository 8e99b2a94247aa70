// A style sheet of ours in trees that are not ours: adopted, so that no node of theirs is touched, and taken out again
// without a trace. Knows no rules and no selectors.

type Tree = Document | ShadowRoot;

export class AdoptedSheet {
  readonly #sheet = new CSSStyleSheet();
  #trees: readonly Tree[] = [];
  #css = '';

  /** These rules in these trees, and nowhere else. To be called again when a tree may have set its own list anew. */
  put(css: string, trees: readonly Tree[]): void {
    if (css !== this.#css) {
      this.#css = css;
      this.#sheet.replaceSync(css);
    }
    for (const tree of this.#trees) if (!trees.includes(tree)) this.#removeFrom(tree);
    for (const tree of trees) {
      if (!tree.adoptedStyleSheets.includes(this.#sheet)) tree.adoptedStyleSheets.push(this.#sheet);
    }
    this.#trees = [...trees];
  }

  remove(): void {
    for (const tree of this.#trees) this.#removeFrom(tree);
    this.#trees = [];
  }

  #removeFrom(tree: Tree): void {
    const at = tree.adoptedStyleSheets.indexOf(this.#sheet);
    if (at >= 0) tree.adoptedStyleSheets.splice(at, 1);
  }
}
