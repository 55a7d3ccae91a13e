/** What the file dialogs offer. */
export const acceptedFiles =
  '.csv,.tsv,.tab,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.parquet,.pq,.json,.jsonl,.ndjson,.gz,.zip,text/csv,text/tab-separated-values,text/plain';

/** Opens the system's dialog to choose files; empty when it is closed without a choice. */
export function pickFiles(): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = acceptedFiles;
    input.multiple = true;
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}
