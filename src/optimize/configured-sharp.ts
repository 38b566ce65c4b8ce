import sharp from 'sharp';

// Pictures are what runs side by side, each on one thread (AVIF's bytes differ with the number of threads); nothing is
// cached, for no picture comes twice. Import this module where the first picture needs it: loading takes longer than a
// short command.
sharp.concurrency(1);
sharp.cache(false);

export { sharp };
