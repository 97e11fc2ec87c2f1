"""Tables as people keep them, CSV and XLSX: read with every fault, held against what is there, written so that no cell computes."""
