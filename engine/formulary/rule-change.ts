import * as z from 'zod';
import { severity, type DoseRule, type Library, type SiteRule } from './formulary.ts';
import { exact as number } from '../number/notation.ts';
import { issue, type Issue, type Result } from '../number/result.ts';
import { decimalField, instantField } from '../number/fields.ts';

/** What somebody proposes for one rule of the library: `null` leaves that part as it was published. */
export const ruleChange = z.strictObject({
  rule: z.string().min(1).max(64).describe('the id of a dose rule of a drug'),
  amount: decimalField().nullable().describe('in the unit of the rule'),
  severity: severity.nullable(),
  from: instantField().nullable().default(null).describe('from when it is to hold; null: from its approval'),
});
export type RuleChange = z.infer<typeof ruleChange>;

const RANK = ['info', 'soft', 'hard', 'absolute'] as const;

/** Is an amount at least as strict as the published one? Of a maximum less is stricter, of a minimum more. */
const isAsStrict = (amount: string, published: DoseRule): boolean => {
  const order = number(amount).compare(number(published.amount));
  return published.direction === 'max' ? order <= 0 : order >= 0;
};

/**
 * What is wrong with a rule of a site against the rule as it was published: `rule-laxer`, `rule-amount-fixed` (a rule
 * that asks yes or no has no amount to change). Empty if it is as strict or stricter. A site may make any rule
 * stricter, none laxer than it was approved (design, "The life of an order").
 */
export function siteRuleIssues(published: DoseRule, own: SiteRule): Issue[] {
  const found: Issue[] = [];
  const { amount = published.amount, severity: rank = published.severity } = own;
  if (amount !== published.amount && published.comparator === 'predicate')
    found.push(issue('rule-amount-fixed', amount, { code: 'no-amount-of-rule' }, 'amount'));
  else if (!isAsStrict(amount, published))
    found.push(
      issue(
        'rule-laxer',
        amount,
        {
          code: 'amount-as-published',
          direction: published.direction,
          amount: published.amount,
          unit: published.unit,
        },
        'amount',
      ),
    );
  if (RANK.indexOf(rank) < RANK.indexOf(published.severity))
    found.push(
      issue('rule-laxer', rank, { code: 'severity-as-published', severity: published.severity }, 'severity'),
    );
  return found;
}

/** A rule of a drug by its id; undefined where the library does not have it. */
export const ruleOf = (library: Library, id: string): DoseRule | undefined =>
  [...library.formulary.drugs.flatMap((d) => d.rules), ...library.formulary.route_rules].find(
    (r) => r.id === id,
  );

/** A rule with what the site decided of it; it says so itself, in its message and its provenance. */
function decided(published: DoseRule, own: SiteRule): DoseRule {
  const { amount = published.amount, severity: rank = published.severity } = own;
  const words =
    amount === published.amount
      ? `${rank} at this pharmacy`
      : `limit of this pharmacy: ${amount} ${published.unit}`;
  return {
    ...published,
    amount,
    severity: rank,
    message: `${published.message} (${words})`,
    provenance: 'house rule',
  };
}

/**
 * A published library with the rules of a site in it. Answers as well which of them were left out, because the library
 * has the rule no more or is stricter by now: nothing is ever made laxer, and nothing disappears without a word.
 */
export function withSiteRules(
  published: Library,
  rules: Library['site']['rules'],
): { readonly library: Library; readonly leftOut: readonly string[] } {
  const holds = (rule: DoseRule): SiteRule | undefined => {
    const own = rules[rule.id];
    return own && siteRuleIssues(rule, own).length === 0 ? own : undefined;
  };
  const kept = new Set<string>();
  const ruled = (list: readonly DoseRule[]): DoseRule[] =>
    list.map((rule) => {
      const own = holds(rule);
      if (!own) return rule;
      kept.add(rule.id);
      return decided(rule, own);
    });
  const drugs = published.formulary.drugs.map((drug) => ({ ...drug, rules: ruled(drug.rules) }));
  const route_rules = ruled(published.formulary.route_rules);
  const own = Object.fromEntries(Object.entries(rules).filter(([id]) => kept.has(id)));
  return {
    library: {
      ...published,
      formulary: { ...published.formulary, drugs, route_rules },
      site: { ...published.site, rules: own },
    },
    leftOut: Object.keys(rules).filter((id) => !kept.has(id)),
  };
}

/**
 * The rules of a site after a change, or why it is refused: `rule-unknown`, `rule-unchanged`, `rule-laxer`,
 * `rule-amount-fixed`. `published` is the library as it came; `rules` what the site has decided so far.
 */
export function changedRules(
  published: Library,
  rules: Library['site']['rules'],
  change: RuleChange,
): Result<Library['site']['rules']> {
  const rule = ruleOf(published, change.rule);
  if (!rule) return { ok: false, failure: issue('rule-unknown', change.rule, { code: 'dose-rule' }, 'rule') };
  const own: SiteRule = {
    ...(change.amount === null || number(change.amount).equals(number(rule.amount))
      ? {}
      : { amount: change.amount }),
    ...(change.severity === null || change.severity === rule.severity ? {} : { severity: change.severity }),
  };
  const [first] = siteRuleIssues(rule, own);
  if (first) return { ok: false, failure: first };
  const before = rules[change.rule] ?? {};
  if (before.amount === own.amount && before.severity === own.severity)
    return {
      ok: false,
      failure: issue('rule-unchanged', null, { code: 'not-in-force-yet' }, 'amount'),
    };
  const { [change.rule]: _, ...others } = rules;
  return {
    ok: true,
    value: Object.keys(own).length === 0 ? others : { ...others, [change.rule]: own },
  };
}
