/** Any view of the panel, filled with what the simulator really answers. */
import { PROTOCOL_VERSION, type ViewName } from '../../protocol/messages.ts';
import type { ActivationStudy } from '../../src/activations/activation-study.ts';
import type { Report } from '../../src/report/report.ts';
import { answerOfNetworks, answersOfConfig, realComparison, realReport } from './fixture-answers.ts';
import { alexnetReport, panelState } from './fixture-report.ts';
import { featureMapsOf, recordedStudy } from './fixture-study.ts';
import type { PanelHarness, PanelOptions, PanelPage } from './harness.ts';

/** What all views show. What only one of them shows and takes seconds is made when it is first shown. */
export interface RealContent {
  report: Report;
  answers: Awaited<ReturnType<typeof answersOfConfig>>;
  comparison: Awaited<ReturnType<typeof realComparison>>;
  networks: () => ReturnType<typeof answerOfNetworks>;
  study: () => Promise<ActivationStudy>;
}

export async function realContent(): Promise<RealContent> {
  return {
    report: await realReport(),
    answers: await answersOfConfig(),
    comparison: await realComparison(),
    networks: once(answerOfNetworks),
    study: once(recordedStudy),
  };
}

function once<Content>(make: () => Content): () => Content {
  let made: { content: Content } | undefined;
  return () => {
    made ??= { content: make() };
    return made.content;
  };
}

/** Opens a page that shows the view; its answers have been drawn. */
export async function openView(
  harness: PanelHarness,
  view: ViewName,
  { report, answers, comparison, study }: RealContent,
  options: PanelOptions = {},
): Promise<PanelPage> {
  const panel = await harness.open({ ...options, saved: { view } });
  // The study is of the recorded tensors of AlexNet.
  await panel.show(panelState(view === 'activations' ? alexnetReport() : report));
  if (view === 'timeline' || view === 'validation') await panel.answer(view, answers[view]);
  if (view === 'limits') await panel.answer('curves', answers.curves);
  if (view === 'comparison') await panel.send({ protocol: PROTOCOL_VERSION, type: 'comparison', ...comparison });
  if (view === 'sweep') {
    await panel.page.getByRole('button', { name: 'Run Sweep' }).click();
    await panel.answer('sweep', answers.sweep);
  }
  if (view === 'activations') {
    await panel.study(await study());
    await panel.page.getByRole('img', { name: /^Density over training/ }).waitFor();
    await panel.featureMaps('conv1', 0, await featureMapsOf('conv1', 0));
  }
  await panel.settled();
  return panel;
}

/** Lets the overview show all six networks. */
export async function showSixNetworks(panel: PanelPage, { networks }: RealContent): Promise<void> {
  await panel.page.getByRole('combobox', { name: 'Networks' }).click();
  await panel.page.getByRole('option', { name: 'All six of the paper' }).click();
  await panel.answer('networks', await networks());
  await panel.page.getByRole('img', { name: /^Performance\./ }).waitFor();
}

/** Shows another picture of a sweep. */
export async function choosePicture(panel: PanelPage, name: string): Promise<void> {
  await panel.page.getByRole('combobox', { name: 'Picture' }).click();
  await panel.page.getByRole('option', { name }).click();
}
