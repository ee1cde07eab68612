import type { Condition, Indication } from '../../engine/answers/facts.ts';
import type { RespiratoryRisk } from '../../engine/answers/facts.ts';
import type { SHOWN_ONLY } from '../../engine/formulary/studied.ts';
import type { Therapy } from '../../engine/pumps/pump.ts';
import type { PreparationOrder } from '../../engine/order/preparation.ts';
import type { OrderContent } from '../../engine/order/order.ts';

/** Choices of an order and of a patient, as people call them. */
export const conditions: Readonly<Record<Condition, string>> = {
  'sleep-apnoea': 'sleep apnoea',
  copd: 'COPD',
  'respiratory-compromise': 'respiratory compromise',
  'severe-asthma': 'severe asthma',
  'renal-impairment': 'renal impairment',
  dialysis: 'dialysis',
  'severe-hepatic-impairment': 'severe hepatic impairment',
  seizures: 'seizures',
  pregnancy: 'pregnancy',
  lactation: 'lactation',
  'long-qt': 'long QT',
  'heart-block': 'heart block',
  'severe-heart-failure': 'severe heart failure',
  'cardiovascular-disease': 'cardiovascular disease',
  'raised-pressure': 'raised intracranial or intraocular pressure',
  psychosis: 'psychosis',
  'gi-obstruction': 'gastrointestinal obstruction',
  'peptic-ulcer': 'peptic ulcer',
  'bleeding-risk': 'bleeding risk',
  'volume-depletion': 'volume depletion',
  'injection-site-infection': 'infection at the injection site',
  cabg: 'coronary bypass surgery',
  'local-anaesthetic-toxicity': 'local anaesthetic toxicity',
  cancer: 'cancer',
  'sickle-cell-disease': 'sickle cell disease',
  'palliative-care': 'palliative care',
  'end-of-life': 'end of life',
};

export const indications: Readonly<Record<Indication, string>> = {
  pain: 'pain',
  'cancer-pain': 'cancer pain',
  'postoperative-pain': 'postoperative pain',
  'perioperative-pain': 'perioperative pain',
  'preoperative-prophylaxis': 'preoperative prophylaxis',
  obstetric: 'obstetric',
  'opioid-use-disorder': 'opioid use disorder',
};

export const risks: Readonly<Record<Exclude<RespiratoryRisk['is'], 'age'>, string>> = {
  'sleep-apnoea': 'sleep apnoea',
  copd: 'COPD',
  'bmi-40': 'BMI of 40 or more',
  'clearance-below-60': 'creatinine clearance under 60 mL/min',
  benzodiazepine: 'benzodiazepine',
};

export const therapies: Readonly<Record<Therapy, string>> = {
  pca: 'PCA',
  intermittent: 'intermittent doses',
  continuous: 'continuous infusion',
  taper: 'rates in steps',
  elastomeric: 'elastomeric flow',
};

export const containers: Readonly<Record<PreparationOrder['container'], string>> = {
  cassette: 'cassette',
  bag: 'bag',
  syringe: 'syringe',
};

export const storages: Readonly<Record<PreparationOrder['storage'], string>> = {
  room: 'room temperature',
  refrigerated: 'refrigerated',
  frozen: 'frozen',
};

export const methods: Readonly<Record<PreparationOrder['method'], string>> = {
  'exact-fill': 'filled exactly',
  add: 'added to the bag as it is',
  replace: 'drug volume taken out first',
  'remove-overfill': 'overfill and drug volume taken out first',
};

export const naloxone: Readonly<Record<OrderContent['naloxone'], string>> = {
  ordered: 'ordered',
  refused: 'refused',
  none: 'neither ordered nor refused',
};

/** Why a study is shown and no date is taken from it. */
export const shownOnly: Readonly<Record<(typeof SHOWN_ONLY)[number], string>> = {
  'other-salt': 'of another salt than the US product',
  'diluent-not-named': 'diluent not named',
  'other-container': 'only in another container',
  'with-another-drug': 'together with another drug',
  'upper-end-undiluted': 'the upper strength was undiluted',
  'bracket-across-studies': 'its lowest and highest strength are from two studies',
};
