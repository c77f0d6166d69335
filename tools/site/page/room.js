// A room's server puts another file in this one's place. Everywhere else there is no room to join.
export const join = () => {};
