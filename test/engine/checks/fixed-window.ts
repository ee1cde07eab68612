import { site, type Library } from '../../../engine/formulary/formulary.ts';
import { library } from '../base-order.ts';

/** A pump of the site's own whose manual says that its limit window does not roll. */
export const fixedWindow: Library = {
  ...library,
  site: site.parse({
    ...library.site,
    genericPumps: [
      {
        id: 'site-fixed',
        model: 'Pump with fixed windows',
        maker: 'Nobody',
        manual: 'manual of that pump, edition 1',
        modes: {
          pca: [
            { id: 'concentration', label: 'Conc' },
            { id: 'demand-dose', label: 'Dose' },
            { id: 'lockout', label: 'Lockout' },
            { id: 'limit', label: 'Limit' },
            { id: 'limit-window', label: 'in hours', min: '1 h', max: '12 h' },
          ],
        },
        lockoutFrom: 'start',
        limit: {
          kind: 'amount',
          window: 'fixed',
          countsLoading: false,
          countsClinician: false,
          atLimit: { kind: 'stops' },
          truncatesDose: true,
        },
      },
    ],
  }),
};
