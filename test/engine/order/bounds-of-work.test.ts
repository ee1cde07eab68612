import { describe, expect, test } from 'vitest';
import { secondOpinion } from '../../../engine/checks/second-opinion.ts';
import { runPca } from '../../../engine/exposure/simulation-pca.ts';
import { exact } from '../../../engine/number/notation.ts';
import { Refused } from '../../../engine/number/result.ts';
import { acceptedWords } from '../../../words/refusal.ts';
import { questionOf, refusalsOf, fileWith, library } from '../base-order.ts';
import { engineDelivery } from '../exposure/deliveries.ts';

/** Bounds are house rules; each refusal names its own. ../shared/faults: 1,000,000 h with a dose every 2 minutes. */
describe('what is accepted bounds the work', () => {
  test.each([
    ['order.sessions.duration', '1000000 h', 'a time from 1 min to 744 h'],
    ['order.sessions.duration', '744.5 h', 'a time from 1 min to 744 h'],
    ['order.sessions.every', '8785 h', 'a time from 1 min to 8784 h'],
    ['order.regimen.lockout', '1 s', 'a time from 1 min to 168 h'],
    ['order.regimen.lockout', '59 s', 'a time from 1 min to 168 h'],
    ['order.regimen.lockout', '169 h', 'a time from 1 min to 168 h'],
    ['order.regimen.limit.window', '169 h', 'a time from 1 min to 168 h'],
  ])('%s %s', (path, given, accepted) => {
    const found = refusalsOf(fileWith({ [path]: given })).find((i) => i.code === 'time-out-of-range');
    expect(found).toMatchObject({ path, given });
    expect(found && acceptedWords(found.accepted)).toBe(accepted);
  });

  test.each([
    ['order.sessions.duration', '744 h'],
    ['order.regimen.lockout', '1 min'],
    ['order.regimen.limit.window', '168 h'],
  ])('%s %s is at the bound and read', (path, given) => {
    const codes = refusalsOf(fileWith({ [path]: given, 'order.sessions.count': '1' })).map((i) => i.code);
    expect(codes).not.toContain('time-out-of-range');
  });

  test('a month with a dose every minute is checked twice, and both ways agree', () => {
    const regimen = { kind: 'intermittent', dose: '0.1 mg', every: '1 min' };
    const question = questionOf({
      'order.regimen': regimen,
      'order.sessions.duration': '744 h',
      'order.sessions.count': '1',
      'order.sessions.every': '744 h',
    });
    expect(secondOpinion(question, library)).toEqual([]);
  });

  test('a run that would go on for too long is refused by name', () => {
    const d = engineDelivery({
      demand: 1,
      lockout: 1,
      basal: 0,
      limit: null,
      maxPerHour: null,
      loading: 0,
      clinician: null,
      kvo: 0,
      sessions: { duration: 44_640, every: 44_640, count: 1 },
    });
    expect(() => runPca(d, exact('744'))).toThrow(Refused);
    expect(runPca(d, exact('72')).doses).toBe(4_320);
  });
});
