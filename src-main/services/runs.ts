import { writeFile } from 'node:fs/promises';
import type { RunId } from '../contract/schemas/common';
import type { Download } from '../contract/schemas/runs';
import { safeFileName } from '../workspace';
import type { Handlers } from './backend';
import type { House } from './house';
import { resolveSource } from './sources';
import { certificateEndings } from './work/certificate';
import { certificatePage } from './work/certificate-page';
import { makeDownload } from './work/make-download';
import { exportModel } from './work/export-model';
import { openModel, type Model } from './work/model-folder';
import { predictFile } from './work/predict-file';

type RunCalls = 'runs.get' | 'runs.rename' | 'runs.remove' | 'runs.export' | 'runs.predict';

export function runHandlers(house: House): Pick<Handlers, RunCalls> {
  const { current, jobs } = house;
  const model = async (run: RunId): Promise<Model> => openModel((await current.get()).runs.path(run));
  return {
    'runs.get': async ({ run }) => (await current.get()).runs.get(run),

    'runs.rename': async ({ run, name }) => {
      const project = await current.get();
      await project.runs.rename(run, name);
      current.changed(project);
      return { done: true };
    },

    'runs.remove': async ({ run }) => {
      const project = await current.get();
      await project.runs.remove(run);
      current.changed(project);
      return { done: true };
    },

    // The jobs begin before anything is awaited, so that no cancellation comes too early.
    'runs.export': ({ job, run, format, ...options }) =>
      jobs.run(job, 'Export', async (work) => {
        const opened = await model(run);
        const name = safeFileName(`${opened.run.target} ${opened.run.name}`, 'model');
        const file = `${name}.${format}`;
        const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
        const made = await makeDownload(house, file, async (path) => {
          const exported = await exportModel(house, opened, path, work, given, file);
          const { opset, inputs, outputs, verification, warnings, certificate } = exported;
          return { opset, inputs, outputs, verification, warnings, certificate };
        });
        const { certificate, ...result } = made;
        const beside = async (ending: string, text: string): Promise<Download> =>
          (await makeDownload(house, `${file}${ending}`, (path) => writeFile(path, text).then(() => ({}))))
            .download;
        return {
          ...result,
          format,
          quantize: certificate.file.quantize,
          certificate: {
            json: await beside(certificateEndings.json, `${JSON.stringify(certificate, null, 2)}\n`),
            page: await beside(certificateEndings.page, certificatePage(certificate)),
          },
        };
      }),

    'runs.predict': ({ job, run, source }) =>
      jobs.run(job, 'Predict', async (work) => {
        const opened = await model(run);
        const { path, name } = await resolveSource(source, house);
        const base = safeFileName(name.replace(/\.[^.]*$/, ''), 'data');
        const result = await makeDownload(house, `${base} predicted.csv`, (output) =>
          predictFile(house, opened, { path, name }, output, work),
        );
        if (source.kind === 'upload') await house.uploads.remove(source.upload);
        return result;
      }),
  };
}
