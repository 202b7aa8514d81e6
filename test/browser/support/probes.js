// Runs in the page, put there by the test: looks at it, and answers with plain values.
globalThis.probes = (() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const describe = (element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''} ${JSON.stringify(element.textContent.slice(0, 60))}`;

  /** The elements that have text of their own and are to be seen. */
  const withText = () =>
    all('body *').filter(
      (element) =>
        [...element.childNodes].some(
          ({ nodeType, data }) => nodeType === 3 && data.trim() !== '',
        ) &&
        element.checkVisibility() &&
        element.closest('.unseen, .skip') === null,
    );

  const parse = (color) => {
    const [red, green, blue, alpha = 1] = color.match(/[\d.]+/g).map(Number);
    return { channels: [red, green, blue], alpha };
  };
  const over = (top, below) =>
    top.channels.map((channel, index) => channel * top.alpha + below[index] * (1 - top.alpha));
  const backgroundOf = (element) => {
    if (element === null) return [255, 255, 255];
    const style = getComputedStyle(element);
    const own = parse(style.backgroundColor);
    // A box of the graph has its ground from the rectangle.
    const rectangle = element.tagName === 'g' ? element.querySelector('rect') : null;
    const color = rectangle === null ? own : parse(getComputedStyle(rectangle).fill);
    return color.alpha === 1 ? color.channels : over(color, backgroundOf(element.parentElement));
  };
  const luminance = (channels) => {
    const [red, green, blue] = channels.map((channel) => {
      const part = channel / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  };
  const paintOf = (element, property) => {
    const below = backgroundOf(element.parentElement);
    const style = getComputedStyle(element);
    const color = parse(style[property]);
    return contrast(over({ ...color, alpha: color.alpha * Number(style.opacity) }, below), below);
  };

  return {
    /** Folds all details open or shut. */
    fold(open) {
      for (const details of all('details')) details.open = open;
    },
    /** What reaches beyond the page, or beyond its own box in the graph. */
    overflows() {
      const width = document.documentElement.clientWidth;
      const page = document.scrollingElement.scrollWidth > width ? ['the page scrolls'] : [];
      const wide = withText()
        .filter((element) => element.closest('.scroller') === null)
        .filter((element) => {
          const { left, right } = element.getBoundingClientRect();
          return left < 0 || right > width + 0.5;
        });
      const outside = all('.box text').filter((text) => {
        const box = text.parentElement.querySelector('rect').getBoundingClientRect();
        const { left, right, top, bottom } = text.getBoundingClientRect();
        return left < box.left || right > box.right || top < box.top || bottom > box.bottom;
      });
      return [...page, ...[...wide, ...outside].map(describe)];
    },
    /** Pairs of texts that lie on each other. */
    overlaps() {
      const boxes = withText().flatMap((element) => {
        // What scrolls below the axis is to be covered by it.
        if (element.closest('.axis') !== null && scrollY > 0) return [];
        const range = document.createRange();
        range.selectNodeContents(element);
        return [...range.getClientRects()]
          .filter(({ width, height }) => width > 1 && height > 1)
          .map((box) => ({ element, box }));
      });
      boxes.sort((a, b) => a.box.top - b.box.top);
      const found = [];
      for (const [index, { element, box }] of boxes.entries()) {
        for (const other of boxes.slice(index + 1)) {
          // Lines of text may touch.
          if (other.box.top > box.bottom - 3) break;
          if (element.contains(other.element) || other.element.contains(element)) continue;
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          if (across > 1) found.push(`${describe(element)} and ${describe(other.element)}`);
        }
      }
      return found;
    },
    /** Texts whose contrast is less than 4.5, and bars and lines with less than 3. */
    faint() {
      const texts = withText().map((element) => ({
        element,
        least: 4.5,
        contrast: paintOf(element, element instanceof SVGElement ? 'fill' : 'color'),
      }));
      const shapes = [
        ...all('.bar:not(.waiting), .line').map((element) => [element, 'fill']),
        ...all('.bar.waiting, .box rect, .edge').map((element) => [element, 'stroke']),
      ].map(([element, property]) => ({ element, least: 3, contrast: paintOf(element, property) }));
      return [...texts, ...shapes]
        .filter(({ contrast: found, least }) => !(found >= least))
        .map(({ element, contrast: found }) => `${describe(element)}: ${found.toFixed(2)}`);
    },
    /** How many texts and shapes there are to be judged. */
    counts: () => ({ texts: withText().length, bars: all('.bar').length }),
    /** What can have the focus, in the order of the page. */
    focusable: () =>
      all('a[href], summary, [tabindex="0"]')
        .filter((element) => element.checkVisibility())
        .map(describe),
    focused() {
      const element = document.activeElement;
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      const { left, right } = element.getBoundingClientRect();
      const isMarked = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      const isSeen = left >= 0 && right > 0 && left < innerWidth;
      return { what: describe(element), id: element.id, isMarked, isSeen };
    },
    isOpen: () => document.activeElement.parentElement.open,
    /** The names of elements, and of their attributes. */
    vocabulary() {
      const elements = all('*');
      return {
        elements: [...new Set(elements.map(({ tagName }) => tagName.toLowerCase()))],
        attributes: [...new Set(elements.flatMap((each) => each.getAttributeNames()))],
      };
    },
    texts: (selector) => all(selector).map(({ textContent }) => textContent),
    /** Of each bar of a row, where it begins and ends, as parts of its track. */
    bars: (selector) =>
      all(selector).map((row) => {
        const track = row.querySelector('.track').getBoundingClientRect();
        const bar = row.querySelector('.bar').getBoundingClientRect();
        const part = (x) => (x - track.left) / track.width;
        return { from: part(bar.left), to: part(bar.right) };
      }),
    /** Of each selector, the colours in which its elements are filled. */
    fills: (...selectors) =>
      selectors.map((selector) => [
        ...new Set(all(selector).map((element) => getComputedStyle(element).fill)),
      ]),
    hacked: () => globalThis.hacked === true,
    language: () => document.documentElement.lang,
    title: () => document.title,
    deadLinks: () =>
      all('a[href]')
        .map((link) => link.getAttribute('href'))
        .filter((href) => !href.startsWith('#') || document.getElementById(href.slice(1)) === null),
    duplicateIds() {
      const ids = all('[id]').map(({ id }) => id);
      return ids.filter((id, index) => ids.indexOf(id) !== index);
    },
  };
})();
