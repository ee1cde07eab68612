const said = (route: string): string => route.trim().toLowerCase().replaceAll('.', '');

/** Swallowed, or put into the stomach by a tube, in the words of those who write orders. */
const SWALLOWED =
  /^(?:oral(?:ly)?|po|per os|by mouth|enteral(?:ly)?|(?:by |via |per )?(?:feeding |gastric )?tube|(?:by |via |per )?(?:ng|og|gt|jt|peg|g-tube|j-tube|ng tube|peg tube))$/;
/** Is a route, as somebody wrote it, by mouth or into the stomach? In: a route. */
export const isSwallowed = (route: string): boolean => SWALLOWED.test(said(route));
/** Is it by mouth in any way, under the tongue and in the cheek as well? In: a route. */
export const isOral = (route: string): boolean =>
  isSwallowed(route) || /^(?:sublingual(?:ly)?|buccal(?:ly)?|sl)$/.test(said(route));

/** Ways in, as somebody writes them, under the name that the library has for them. */
const BY_NAME: readonly (readonly [name: string, words: RegExp])[] = [
  ['PO', SWALLOWED],
  ['IV', /^(?:iv|intravenous(?:ly)?|iv (?:push|piggyback)|ivp|ivpb|by vein)$/],
  ['SC', /^(?:sc|sq|subq|subcut(?:aneous(?:ly)?)?|under the skin)$/],
  ['IM', /^(?:im|intramuscular(?:ly)?)$/],
  ['PR', /^(?:pr|per rectum|rectal(?:ly)?)$/],
];
/** The library's name of a route. In: a route as somebody wrote it. Out: that name, or what was written where it is another one. */
export const libraryRoute = (route: string): string =>
  BY_NAME.find(([, words]) => words.test(said(route)))?.[0] ?? route.trim();

/** Is it through the skin: a patch, whose amount is a rate? In: a route. */
export const isThroughTheSkin = (route: string): boolean =>
  /^(?:transdermal(?:ly)?|td|(?:skin |transdermal )?patch(?:es)?|to (?:the )?skin)$/.test(said(route));

/** By these routes a dose is beside the blood: no source that was read gives a factor, and the one of an injection says nothing of it. */
const BESIDE_THE_BLOOD = ['epidural', 'intrathecal', 'perineural'];
/** Is it into the epidural space, the spine or beside a nerve? In: a route. */
export const isBesideTheBlood = (route: string): boolean => BESIDE_THE_BLOOD.includes(said(route));

const INJECTED = ['IV', 'SC', 'IM', ...BESIDE_THE_BLOOD];
/** Does it pass the skin by a needle or a line, so that nothing takes it back? In: a route as somebody wrote it. */
export const isInjected = (route: string): boolean =>
  INJECTED.includes(libraryRoute(route)) ||
  isBesideTheBlood(route) ||
  /inject|infus|spinal|pump/i.test(route);
