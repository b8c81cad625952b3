/** How much smaller pictures are on paper than they were drawn. */
export const PAPER_ZOOM = 0.72;
