let region: HTMLElement | undefined;

/**
 * Says something to screen readers. One live region at the end of the body for the whole page: open dialogs hide
 * everything else from them, and a region inside the page would keep its surroundings from being hidden.
 */
export function announce(sentence: string): void {
  if (!region?.isConnected) {
    region = document.createElement('div');
    region.setAttribute('aria-live', 'polite');
    region.className = 'sr-only';
    document.body.append(region);
  }
  region.textContent = '';
  // A new task, or a region that was just made, or has the same text, is not read out.
  setTimeout(() => {
    if (region) region.textContent = sentence;
  }, 50);
}
