import { defined, type Outcome, undefinedBecause } from './outcome.ts';

/** The two-sided critical value of 95 %. */
export const Z_95 = 1.959963984540054;

const HIGHEST_CONFIDENCE = 0.999_999_99;

// Wichura, "Algorithm AS 241: The Percentage Points of the Normal Distribution", Applied Statistics 37 (1988), PPND16;
// without its far tail, which lies beyond HIGHEST_CONFIDENCE.
const CENTRAL_CUT = 0.425;
const CENTRAL_SHIFT = 0.180625;
const TAIL_SHIFT = 1.6;
const CENTRAL_OVER = [
  2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125,
  1971.5909503065514427, 133.14166789178437745, 3.387132872796366608,
];
const CENTRAL_UNDER = [
  5226.495278852854561, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077,
  687.1870074920579083, 42.313330701600911252, 1,
];
const TAIL_OVER = [
  7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258,
  3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734,
];
const TAIL_UNDER = [
  1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459,
  0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1,
];

const polynomial = (highestFirst: readonly number[], x: number): number =>
  highestFirst.reduce((value, coefficient) => value * x + coefficient, 0);

/**
 * The two-sided critical value of the standard normal distribution (0.95 gives 1.959964), to 12 digits and more.
 * @param confidence between 0 and 0.99999999, both excluded; anything else is `invalid_input`
 */
export function criticalValue(confidence: number): Outcome<number> {
  if (!(confidence > 0 && confidence < HIGHEST_CONFIDENCE)) return undefinedBecause('invalid_input');
  const q = confidence / 2;
  if (q <= CENTRAL_CUT) {
    const r = CENTRAL_SHIFT - q * q;
    return defined((q * polynomial(CENTRAL_OVER, r)) / polynomial(CENTRAL_UNDER, r));
  }
  const r = Math.sqrt(-Math.log(0.5 - q)) - TAIL_SHIFT;
  return defined(polynomial(TAIL_OVER, r) / polynomial(TAIL_UNDER, r));
}
