import type { RunId } from '../contract/schemas/common';
import { safeFileName, summarize, type Project } from '../workspace';
import type { Handlers } from './backend';
import type { House } from './house';
import { resolveSource } from './sources';
import { makeDownload } from './work/make-download';
import { exportFormats, exportModel } from './work/export-model';
import { openModel, type Model } from './work/model-folder';
import { joinRuns } from './work/join-runs';
import { repeatRun } from './work/repeat-run';
import { predictFile } from './work/predict-file';

type RunCalls =
  | 'runs.get'
  | 'runs.rename'
  | 'runs.mark'
  | 'runs.repeat'
  | 'runs.join'
  | 'runs.remove'
  | 'runs.restore'
  | 'runs.erase'
  | 'runs.exportFormats'
  | 'runs.export'
  | 'runs.predict';

export function runHandlers(house: House): Pick<Handlers, RunCalls> {
  const { current, jobs } = house;
  const model = async (run: RunId): Promise<Model> => openModel((await current.get()).runs.path(run));
  const change = async (action: (runs: Project['runs']) => Promise<void>): Promise<{ done: true }> => {
    const project = await current.get();
    await action(project.runs);
    current.changed(project);
    return { done: true };
  };
  return {
    'runs.get': async ({ run }) => (await current.get()).runs.get(run),

    'runs.rename': ({ run, name }) => change((runs) => runs.mark(run, { name })),
    'runs.mark': ({ run, ...marks }) => change((runs) => runs.mark(run, marks)),
    'runs.repeat': async ({ run }) => {
      const project = await current.get();
      return repeatRun(house, project, await project.runs.get(run));
    },
    'runs.join': ({ job, runs, method }) =>
      jobs.run(job, 'Join runs', async (work) => {
        const project = await current.get();
        const joined = await joinRuns(house, project, runs, method, work);
        current.changed(project);
        return summarize(joined);
      }),

    'runs.remove': ({ run }) => change((runs) => runs.remove(run)),
    'runs.restore': ({ run }) => change((runs) => runs.restore(run)),
    'runs.erase': ({ run }) => change((runs) => runs.erase(run)),

    'runs.exportFormats': async ({ run }) => exportFormats(house, await model(run)),

    // The jobs begin before anything is awaited, so that no cancellation comes too early.
    'runs.export': ({ job, run, withKit: _withKit, ...settings }) =>
      jobs.run(job, 'Export', async (work) => {
        const opened = await model(run);
        const base = safeFileName(`${opened.run.target} ${opened.run.name}`, 'model');
        return makeDownload(house, base, async (path) => {
          const exported = await exportModel(house, opened, settings, path, work);
          const { version, inputs, outputs, verification, warnings, choice } = exported;
          const { format, quantize } = settings;
          const name = `${base}.${choice.extension}`;
          return { name, format, quantize, version, inputs, outputs, verification, warnings };
        });
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
