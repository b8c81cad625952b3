/** How many points of a chart are drawn: "85 of 406 points shown". */
export const sayPoints = (shown: number, all: number): string => {
  const [few, many] = [shown, all].map((count) => count.toLocaleString("en-US"));
  return shown === all ? `All ${many} points shown` : `${few} of ${many} points shown`;
};
