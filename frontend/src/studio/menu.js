// A menu of the drawing stays within the window: diagram-js keeps it within the page, which goes on below the window.
function MenuInView(popupMenu) {
  popupMenu._ensureVisible = (menu, { x, y }) => {
    const { width, height } = menu.getBoundingClientRect();
    return { x: Math.max(0, Math.min(x, innerWidth - width)), y: Math.max(0, Math.min(y, innerHeight - height)) };
  };
}
MenuInView.$inject = ['popupMenu'];

export const menuInView = { __init__: ['menuInView'], menuInView: ['type', MenuInView] };
