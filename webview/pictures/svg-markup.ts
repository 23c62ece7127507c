/** Elements of SVG as text. */

/** An element; attributes that are undefined are left out. Content is markup already. */
export function tag(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? decimal(value) : escaped(`${value}`)}"`);
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

/** A number with at most so many decimals: a hundredth of a pixel is finer than any eye. */
export function decimal(value: number, digits = 2): string {
  const rounded = Number(value.toFixed(digits));
  // Zero has no sign here, and exponents are not for every reader.
  return rounded === 0 ? '0' : rounded.toFixed(digits).replace(/\.?0+$/, '');
}

/** Text that stands for itself, in content as in attributes. */
export function escaped(text: string): string {
  return text
    .replaceAll(NOT_IN_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Control characters, which XML cannot hold even escaped. */
const NOT_IN_XML = /[^\P{Cc}\t\n\r\u007f-\u009f]/gu;

/** A colour as SVG knows it, and how much of it covers, 0 to 1: many programs read no colour that holds both. */
export function colourOf(css: string): { colour: string; opacity: number } {
  const hex = /^#(?:([\da-f]{6})([\da-f]{2})|([\da-f]{3})([\da-f]))$/i.exec(css);
  if (hex !== null) {
    const [, long, alpha, short, digit = ''] = hex;
    return { colour: `#${long ?? short}`, opacity: Number.parseInt(alpha ?? digit + digit, 16) / 255 };
  }
  const call = /^rgba\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*([\d.]+)\s*\)$/i.exec(css);
  if (call !== null) {
    const [, red, green, blue, alpha] = call;
    return { colour: `rgb(${red}, ${green}, ${blue})`, opacity: Number(alpha) };
  }
  return css === 'transparent' ? { colour: '#000', opacity: 0 } : { colour: css, opacity: 1 };
}
