/**
 * Half of the symmetric filter that SSIMULACRA 2 blurs with, from its middle outwards: libjxl's recursive Gaussian of
 * sigma 1.5 (Charalampidis 2016, "Recursive implementation of the Gaussian filter using truncated cosine functions")
 * written out. Its three cosines are 0 from the fifth pixel on, so nine taps are all of it.
 */
export const gaussianTaps: readonly [number, number, number, number, number] = reckonTaps(1.5);

function reckonTaps(sigma: number): [number, number, number, number, number] {
  const radius = 5; // round(3.2795 * sigma + 0.2546), equation 57
  const omega = [1, 3, 5].map((k) => (k * Math.PI) / (2 * radius));
  const [o1 = 0, o3 = 0, o5 = 0] = omega;
  const [p1, p3, p5] = [1 / Math.tan(o1 / 2), -1 / Math.tan(o3 / 2), 1 / Math.tan(o5 / 2)];
  const [r1, r3, r5] = [p1 ** 2 / Math.sin(o1), -(p3 ** 2) / Math.sin(o3), p5 ** 2 / Math.sin(o5)];
  const determinant = p1 * r3 - r1 * p3;
  const zeta15 = (p3 * r5 - r3 * p5) / determinant;
  const zeta35 = (p5 * r1 - r5 * p1) / determinant;
  const [rho1 = 0, rho3 = 0, rho5 = 0] = omega.map((o) => Math.exp(-(sigma ** 2 * o ** 2) / 2) / radius);
  const beta = solve(
    [
      [p1, p3, p5],
      [r1, r3, r5],
      [zeta15, zeta35, 1],
    ],
    [1, radius ** 2 - sigma ** 2, zeta15 * rho1 + zeta35 * rho3 + rho5],
  );
  const tap = (distance: number): number =>
    beta.reduce((sum, weight, index) => sum + weight * Math.cos((omega[index] ?? 0) * distance), 0);
  return [tap(0), tap(1), tap(2), tap(3), tap(4)];
}

type Row = readonly [number, number, number];

/** Three equations by Cramer's rule. */
function solve(matrix: readonly [Row, Row, Row], right: Row): readonly number[] {
  const whole = determinantOf(matrix);
  return [0, 1, 2].map((column) => determinantOf(replaceColumn(matrix, column, right)) / whole);
}

function replaceColumn([a, b, c]: readonly [Row, Row, Row], column: number, [x, y, z]: Row): readonly [Row, Row, Row] {
  const replace = ([p, q, r]: Row, value: number): Row => [
    column === 0 ? value : p,
    column === 1 ? value : q,
    column === 2 ? value : r,
  ];
  return [replace(a, x), replace(b, y), replace(c, z)];
}

function determinantOf([[a, b, c], [d, e, f], [g, h, i]]: readonly [Row, Row, Row]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}
