// A saved run or a file of weights opens when it is dropped anywhere on the page.

export function installDrop(open: (file: File) => void): void {
  const { body } = document;
  const hasFile = (event: DragEvent): boolean =>
    event.dataTransfer?.types.includes('Files') ?? false;
  body.addEventListener('dragover', (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    body.classList.add('is-dropping');
  });
  body.addEventListener('dragleave', (event) => {
    if (event.relatedTarget === null) body.classList.remove('is-dropping');
  });
  body.addEventListener('drop', (event) => {
    body.classList.remove('is-dropping');
    const file = event.dataTransfer?.files[0];
    if (!file) return;
    event.preventDefault();
    open(file);
  });
}
