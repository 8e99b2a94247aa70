// Hands the person a file, by the browser's own download. Knows no page.

/** Long enough for the browser to have begun to read it. */
const READ_MS = 60_000;

export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), READ_MS);
}
