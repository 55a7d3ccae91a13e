/** What the file dialogs offer. */
export const acceptedFiles =
  '.csv,.tsv,.tab,.txt,.xlsx,.xlsm,.xlsb,.xls,.ods,.parquet,.pq,.json,.jsonl,.ndjson,.gz,.zip,text/csv,text/tab-separated-values,text/plain';

/** Opens the system's dialog to choose a file; null when it is closed without a choice. */
export function pickFile(): Promise<File | null> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.accept = acceptedFiles;
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
