/**
 * How often a choice is drawn, in quarters of how often it is without any credit. Never less often: features are not bugs,
 * and what shows nothing new may still be what a bug waits for (docs/campaign.md).
 */
export const GAIN_EVEN = 4
export const GAIN_MAX = 16
