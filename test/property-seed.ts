import fc from 'fast-check';

/**
 * Properties look at the same examples in every run, so that a change is judged by what it changes. `PROPERTY_SEED=random`
 * (or a number) looks at others; what is found becomes a named case.
 */
const seed = process.env.PROPERTY_SEED;
if (seed !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed ?? 20_261_121) });
