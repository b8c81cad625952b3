/**
 * Tells how loud a sound is, ten times a second, as long as it is listened to.
 * @param {MediaStreamTrack} track
 * @param {(share: number) => void} told 0 to 1
 * @returns {() => void} ends it
 */
export function levelOf(track, told) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, one) => sum + one * one, 0) / samples.length;
    // Speech lies between -60 and -10 dB.
    const decibels = power > 0 ? 10 * Math.log10(power) : -100;
    told(Math.min(1, Math.max(0, (decibels + 60) / 50)));
  }, 100);
  return () => {
    clearInterval(timer);
    context.close().catch(() => {});
  };
}
