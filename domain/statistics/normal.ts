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
  2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
  133.14166789178438, 3.3871328727963665,
];
const CENTRAL_UNDER = [
  5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
  42.31333070160091, 1,
];
const TAIL_OVER = [
  0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
  5.769497221460691, 4.630337846156546, 1.4234371107496835,
];
const TAIL_UNDER = [
  1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
  1.6763848301838038, 2.053191626637759, 1,
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
