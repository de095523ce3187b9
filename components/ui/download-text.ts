/** Saves text as a file. The text goes through memory only, never through a URL. */
export const downloadText = (fileName: string, text: string): void =>
  downloadBlob(fileName, new Blob([text], { type: 'text/plain;charset=utf-8' }));

export function downloadBlob(fileName: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  // Some browsers read the blob only after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
