import type { ActivationStudy, Observation } from '../../src/activations/activation-study.ts';
import { element } from '../dom.ts';
import { type IconName, icon } from '../icons.ts';
import { ACTIVATIONS } from './words.ts';

const ICONS: Readonly<Record<Observation['verdict'], IconName>> = {
  holds: 'check',
  'does-not-hold': 'cross',
  'cannot-tell': 'question',
};

/** The observations of slides 29-32 and what these activations say of them. */
export class Observations {
  readonly element = element('section', { class: 'observations' });

  show({ observations, source }: ActivationStudy): void {
    this.element.replaceChildren(
      element('h2', {}, ACTIVATIONS.observationsHeading()),
      element('p', { class: 'description' }, ACTIVATIONS.observationsDescription(source)),
      element(
        'ul',
        {},
        ...observations.map(({ id, slide, verdict, evidence }) =>
          element(
            'li',
            {},
            icon(ICONS[verdict]),
            element(
              'div',
              {},
              element('strong', {}, ACTIVATIONS.verdict[verdict]()),
              `: ${ACTIVATIONS.observation[id]()} `,
              element('span', { class: 'detail' }, ACTIVATIONS.onSlide(slide)),
              element('p', {}, evidence),
            ),
          ),
        ),
      ),
    );
  }
}
