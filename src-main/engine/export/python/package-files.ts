import readme from './package/README.md?raw';
import encoding from './package/encoding.py?raw';
import learning from './package/learning.py?raw';
import packageModule from './package/package.py?raw';
import predict from './package/predict.py?raw';
import requirements from './package/requirements.txt?raw';
import tables from './package/tables.py?raw';
import train from './package/train.py?raw';

/** What every Python package holds, by name: the programs, which are the same for all models. */
export const packageFiles: Readonly<Record<string, string>> = {
  'README.md': readme,
  'encoding.py': encoding,
  'learning.py': learning,
  'package.py': packageModule,
  'predict.py': predict,
  'requirements.txt': requirements,
  'tables.py': tables,
  'train.py': train,
};
