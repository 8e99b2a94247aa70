// Lets TypeScript accept the style sheets that the bundler collects into pages.css.
declare module '*.css';
