/** So many random cases are drawn in each run of the suite; `npm run test:properties` draws 20,000. */
export const RUNS = parseInt(process.env['MENISCUS_PROPERTY_RUNS'] ?? '500', 10);
