/** The few icons of the panel, as 16-pixel paths in the current text colour. Decoration: text always says the same. */

const PATHS = {
  picture:
    'M2 3h12v10H2zm1.100 1.100v6.300l3-3 2.400 2.400 2-2 2.400 2.400V4.100zM10.500 5.200a1 1 0 1 1 0 2 1 1 0 0 1 0-2z',
  pin: 'M9.500 1.500 14.500 6.500 13.600 7.400 12.700 7.200 10 9.900 9.900 12.300 9 13.200 6.200 10.400 2.700 13.900 2.100 13.300 5.600 9.800 2.800 7 3.700 6.100 6.100 6 8.800 3.300 8.600 2.400z',
  export:
    'M7.400 2h1.200v6.300l2.200-2.200.800.800L8 10.500 4.400 6.900l.800-.800 2.200 2.200zM2.500 9.500h1.200v3.300h8.600V9.500h1.200V14h-11z',
  locked: 'M4.500 7V5a3.500 3.500 0 0 1 7 0v2H13v7H3V7zm1.200 0h4.600V5a2.300 2.300 0 0 0-4.600 0z',
  unlocked:
    'M4.500 7V5a3.500 3.500 0 0 1 6.900-.800l-1.200.200A2.300 2.300 0 0 0 5.700 5v2H13v7H3V7zm-.300 1.200v4.600h7.600V8.200z',
  check: 'M6.3 12.2 2.5 8.4l.9-.9 2.9 2.9 6.3-6.3.9.9z',
  cross: 'm8 7.2 3.6-3.6.8.8L8.800 8l3.600 3.600-.8.8L8 8.800l-3.600 3.600-.8-.8L7.200 8 3.600 4.400l.8-.8z',
  question:
    'M8 1.500a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zm0 1.100a5.400 5.400 0 1 0 0 10.800A5.400 5.400 0 0 0 8 2.600zM7.400 11h1.200v1.200H7.400zM5.800 6.200a2.200 2.200 0 1 1 3 2.100c-.200.100-.200.200-.200.500v.800H7.400v-.800c0-.900.300-1.300.900-1.600A1.100 1.100 0 1 0 6.900 6.200z',
  edited: 'M8 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8z',
  warning: 'M8 1.5 15 14H1zm0 2.2L2.8 13h10.4zM7.4 6.5h1.2v3.5H7.4zm0 4.4h1.2v1.2H7.4z',
  error:
    'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1.1a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6zm2.3 2.3.8.8L8.8 8l2.3 2.3-.8.8L8 8.8l-2.3 2.3-.8-.8L7.2 8 4.9 5.7l.8-.8L8 7.2z',
  gauge:
    'M8 3a6.5 6.5 0 0 1 5.6 9.8l-1-.6A5.3 5.3 0 1 0 3.400 12.2l-1 .6A6.5 6.5 0 0 1 8 3zm3.300 3.200-2 4a1.500 1.500 0 1 1-1.100-.600z',
};
export type IconName = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

export function icon(name: IconName): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  path.setAttribute('fill-rule', 'evenodd');
  svg.append(path);
  return svg;
}
