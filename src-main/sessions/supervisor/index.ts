export { findNode, currentSearch, type NodeSearch } from './node-binary';
export { Supervisor, type SupervisorSettings } from './supervisor';
