#!/usr/bin/env node
// The command itself is compiled from src/main.ts.
import '../dist/main.js'
