// What every page can say: the program on the computer does not answer.
const gone = document.getElementById("gone");

export const sayGone = (isGone) => { gone.hidden = !isGone; };
