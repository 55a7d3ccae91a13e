/** A document that is written as Markdown and as a page alike. */
export type Block =
  | { kind: 'heading'; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; header: string[]; rows: string[][] };

export interface Document {
  title: string;
  blocks: Block[];
}

const escapeMarkdown = (text: string): string =>
  text.replace(/[\\`*_[\]<>|#]/g, '\\$&').replaceAll('\n', ' ');
const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

function markdownBlock(block: Block): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(' | ')} |`;
  switch (block.kind) {
    case 'heading':
      return `## ${escapeMarkdown(block.text)}`;
    case 'paragraph':
      return escapeMarkdown(block.text);
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`).join('\n');
    case 'table':
      return [
        line(block.header),
        `| ${block.header.map(() => '---').join(' | ')} |`,
        ...block.rows.map(line),
      ].join('\n');
  }
}

export const toMarkdown = ({ title, blocks }: Document): string =>
  `${[`# ${escapeMarkdown(title)}`, ...blocks.map(markdownBlock)].join('\n\n')}\n`;

function htmlBlock(block: Block): string {
  const cells = (row: readonly string[], tag: string): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag.split(' ', 1)[0] ?? tag}>`).join('')}</tr>`;
  switch (block.kind) {
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`;
    case 'table':
      return `<table>${block.header.every((cell) => cell === '') ? '' : `<thead>${cells(block.header, 'th scope="col"')}</thead>`}<tbody>${block.rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`;
  }
}

const style = `:root{color-scheme:light dark}body{max-width:860px;margin:0 auto;padding:32px 24px;font:15px/1.5 system-ui,sans-serif}
h1{font-size:28px;margin:0 0 8px}h2{font-size:20px;margin:32px 0 8px}p,li{max-width:72ch}table{border-collapse:collapse;margin:8px 0}
th,td{padding:4px 24px 4px 0;border-bottom:1px solid #8884;text-align:left;vertical-align:top;overflow-wrap:anywhere}
th{font-size:13px;font-weight:500;opacity:.75}td{font-variant-numeric:tabular-nums}@media print{body{padding:0}}`;

/** A page that needs nothing else. */
export const toHtml = ({ title, blocks }: Document): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>
<h1>${escapeHtml(title)}</h1>
${blocks.map(htmlBlock).join('\n')}
</main></body></html>
`;
