// Beeps and a voice. Both are extra: whatever they say stands on the screen as well. Nothing leaves the device.

const TONES = { begin: [660, 0.35], half: [520, 0.2], last: [440, 0.12] };
let context = null;

/** Browsers let a page sound only after somebody touched it. */
export const wake = () => {
  if (!window.AudioContext) return;
  context ??= new AudioContext();
  context.resume();
};

export const beep = (kind, volume) => {
  if (!context || !volume) return;
  const [pitch, seconds] = TONES[kind];
  const [tone, loudness] = [context.createOscillator(), context.createGain()];
  const now = context.currentTime;
  tone.frequency.value = pitch;
  // It swells and fades: a sudden sound makes a muscle tense.
  loudness.gain.setValueAtTime(0, now);
  loudness.gain.linearRampToValueAtTime(volume, now + 0.02);
  loudness.gain.linearRampToValueAtTime(0, now + seconds);
  tone.connect(loudness).connect(context.destination);
  tone.start(now);
  tone.stop(now + seconds);
};

/** A voice that lives on this device and speaks the language of the page; others would send the words away. */
export const localVoice = () => window.speechSynthesis?.getVoices()
  .find((voice) => voice.localService && voice.lang.startsWith(document.documentElement.lang));

export const speak = (text, volume) => {
  const voice = localVoice();
  if (!voice || !volume) return;
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(Object.assign(new SpeechSynthesisUtterance(text), { voice, volume, rate: 0.95 }));
};

export const hush = () => window.speechSynthesis?.cancel();
