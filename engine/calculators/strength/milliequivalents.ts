import { named, over, step, times, type Derivation, type Expr } from '../../derivation/derivation.ts';
import { of, type Quantity } from '../../number/quantity.ts';
import { unit } from '../../number/units.ts';
import { calculator, quantityOut, refuseField, sometimes } from '../calculator.ts';
import { countIn, optional, quantityIn } from '../field.ts';
import { deriveIn } from '../solve.ts';
import { USP1160 } from '../sources.ts';

const per = (list: readonly string[]) => [
  ...list,
  ...list.map((u) => `${u}/mL`),
  ...list.map((u) => `${u}/L`),
  ...list.map((u) => `${u}/dL`),
  ...list.map((u) => `${u}/h`),
  ...list.map((u) => `${u}/day`),
  ...list.map((u) => `${u}/kg`),
  ...list.map((u) => `${u}/kg/day`),
];
const [MASS, SUBSTANCE, EQUIVALENT] = [per(['mg', 'g']), per(['mmol']), per(['mEq'])];

export const milliequivalents = calculator({
  id: 'milliequivalents',
  title: 'Milliequivalents, milligrams and millimoles',
  group: 'Strength',
  aliases: ['mEq', 'mEq to mg', 'mg to mEq', 'mmol', 'valence', 'electrolytes'],
  fields: {
    amount: quantityIn('amount', [...per(['mEq']), ...MASS, ...SUBSTANCE, '% w/v'], {
      note: 'mass, mmol or mEq; also per mL, L, h, day or kg, and as a percent',
    }),
    molarMass: optional(
      quantityIn('molar mass', ['g/mol', 'mg/mmol'], { note: 'needed from and to a mass' }),
    ),
    valence: countIn('valence', { also: ['mEq/mmol'], most: '8' }),
  },
  outputs: {
    mass: sometimes(quantityOut('mass', MASS)),
    substance: quantityOut('amount of substance', SUBSTANCE),
    equivalents: quantityOut('equivalents', EQUIVALENT),
  },
  formula: 'mmol = mg ÷ molar mass; mEq = mmol × valence',
  validity: [
    'valence: the total charge of the ion asked for in one formula unit',
    'the molar mass is that of the salt, water of crystallisation included; mmol and mEq need none',
  ],
  source: USP1160,
  example: {
    input: { amount: '20 mEq', molarMass: '74.5 g/mol', valence: '1' },
    expected: { mass: '1490 mg', substance: '20 mmol', equivalents: '20 mEq' },
  },
  compute: (v) => {
    const molar = v.molarMass && named('molar mass', v.molarMass);
    const valence = named('valence', of(v.valence, unit('mEq/mmol')));
    const given = named('amount', v.amount);
    const make = (id: string, name: string, e: Expr, units: readonly string[]): Derivation =>
      deriveIn(id, name, e, units, [alike(v.amount)], USP1160, 'amount');
    const { dimension } = v.amount.unit;
    const substance = make(
      'substance',
      'amount of substance',
      dimension.startsWith('equivalent')
        ? over(given, valence)
        : dimension.startsWith('mass')
          ? over(given, molar ?? refuseField('molarMass', 'missing', null, { code: 'molar-mass' }))
          : given,
      SUBSTANCE,
    );
    const mass = molar && make('mass', 'mass', times(step(substance), molar), MASS);
    const equivalents = make('equivalents', 'equivalents', times(step(substance), valence), EQUIVALENT);
    return { outputs: { substance, mass, equivalents } };
  },
});

/** Only what stands below the stroke guides the unit of the answer: mass is answered in mg. */
const alike = (q: Quantity): Quantity =>
  of(q.amount, { ...q.unit, code: `mg/${q.unit.code.split('/').slice(1).join('/')}` });
