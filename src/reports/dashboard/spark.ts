/** A line through values, as the path of a picture so wide and high; a missing value breaks it. */
export function sparkPath(values: readonly (number | null)[], width: number, height: number): string {
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return "";
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const place = (value: number) =>
    high === low ? height / 2 : height - 2 - ((value - low) / (high - low)) * (height - 4);
  let drawing = false;
  return values
    .map((value, at) => {
      if (value === null) {
        drawing = false;
        return "";
      }
      const step = `${drawing ? "L" : "M"}${((at / (values.length - 1)) * width).toFixed(1)} ${place(value).toFixed(1)}`;
      drawing = true;
      return step;
    })
    .join("");
}
