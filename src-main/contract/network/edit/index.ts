/** Edits of a network, each giving a new one. They keep it readable whatever it is; what is wrong then is told at layers. */
export { ancestorsOf, consumersOf, freeId, idsOf, layerOf, newLayer } from './ids';
export { insertBehind, insertOnEdge, putOnEdge, type Edge, type Made } from './insert';
export { connect, disconnect, removeBranch, removeLayers } from './remove';
export { changeSettings, rename, settingOf, usualSettings, withSettings } from './settings';
export { listOrder, moveBehind, moveDown, moveUp, type Moved } from './move';
export { duplicate, paste } from './paste';
