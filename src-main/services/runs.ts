import type { RunId } from '../contract/schemas/common';
import { smallerNetworkInfo } from '../contract/smaller-networks';
import { safeFileName, summarize, type Project } from '../workspace';
import type { Handlers } from './backend';
import type { House } from './house';
import { resolveSource } from './sources';
import { checkFile } from './work/check-file';
import { decideModel } from './work/decide-model';
import { makeDownload } from './work/make-download';
import { exportZippedKit } from './work/export-kit';
import { offerCertificate } from './work/offer-certificate';
import { exportFormats, exportModel } from './work/export-model';
import { measureExport, measureSmaller } from './work/measure-export';
import { openModel, type Model } from './work/model-folder';
import { readLayers } from './work/read-layers';
import { joinRuns } from './work/join-runs';
import { repeatRun } from './work/repeat-run';
import { asNetwork } from './work/smaller-network';
import { predictFile } from './work/predict-file';

type RunCalls =
  | 'runs.get'
  | 'runs.layers'
  | 'runs.rename'
  | 'runs.mark'
  | 'runs.repeat'
  | 'runs.join'
  | 'runs.decide'
  | 'runs.remove'
  | 'runs.restore'
  | 'runs.erase'
  | 'runs.exportFormats'
  | 'runs.export'
  | 'runs.measureExport'
  | 'runs.measureSmaller'
  | 'runs.checkFile'
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

    'runs.layers': async ({ run }) => readLayers((await current.get()).runs.path(run)),
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

    'runs.decide': ({ job, run, ...settings }) =>
      jobs.run(job, 'Decide', async (work) => {
        const project = await current.get();
        const opened = await openModel(project.runs.path(run));
        const decided = await decideModel(house, opened, settings, null, work);
        await project.runs.replace(decided.run);
        current.changed(project);
        return decided.run;
      }),

    'runs.remove': ({ run }) => change((runs) => runs.remove(run)),
    'runs.restore': ({ run }) => change((runs) => runs.restore(run)),
    'runs.erase': ({ run }) => change((runs) => runs.erase(run)),

    'runs.exportFormats': async ({ run }) => exportFormats(house, await model(run)),

    // The jobs begin before anything is awaited, so that no cancellation comes too early.
    'runs.export': ({ job, run, withKit, ...settings }) =>
      jobs.run(job, 'Export', async (work) => {
        const opened = await model(run);
        const { format, quantize, shrink } = settings;
        const small = shrink === undefined ? '' : ` ${smallerNetworkInfo[shrink].title}`;
        const base = safeFileName(`${opened.run.target} ${opened.run.name}${small}`, 'model');
        return asNetwork(house, await current.get(), opened, shrink, work, (network, rest) =>
          makeDownload(house, base, async (path) => {
            const exported = withKit
              ? await exportZippedKit(house, network, settings, path, base, rest)
              : await exportModel(house, network, settings, path, rest, { name: base });
            const { version, inputs, outputs, verification, warnings, choice } = exported;
            const made = { format, quantize, shrink, version, inputs, outputs, verification, warnings };
            if (withKit) return { name: `${base} kit.zip`, ...made };
            const name = `${base}.${choice.extension}`;
            return { name, ...made, certificate: await offerCertificate(house, name, exported.certificate) };
          }),
        );
      }),

    'runs.measureExport': ({ job, run, ...settings }) =>
      jobs.run(job, 'Measure', async (work) => {
        const opened = await model(run);
        return asNetwork(house, await current.get(), opened, settings.shrink, work, (network, rest) =>
          measureExport(house, network, settings, rest),
        );
      }),
    'runs.measureSmaller': ({ job, run, format }) =>
      jobs.run(job, 'Measure', async (work) =>
        measureSmaller(house, await current.get(), await model(run), format, work),
      ),

    'runs.checkFile': ({ job, run, source, renamed = [] }) =>
      jobs.run(job, 'Check', async (work) => {
        const opened = await model(run);
        const { path, name } = await resolveSource(source, house);
        return checkFile(house, opened, { path, name }, renamed, work);
      }),

    'runs.predict': ({ job, run, source, renamed = [] }) =>
      jobs.run(job, 'Predict', async (work) => {
        const opened = await model(run);
        const { path, name } = await resolveSource(source, house);
        const base = safeFileName(name.replace(/\.[^.]*$/, ''), 'data');
        const result = await makeDownload(house, `${base} predicted.csv`, (output) =>
          predictFile(house, opened, { path, name }, output, work, renamed),
        );
        if (source.kind === 'upload') await house.uploads.remove(source.upload);
        return result;
      }),
  };
}
