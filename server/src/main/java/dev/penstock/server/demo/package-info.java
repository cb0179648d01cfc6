/** The demo: a sample shop, a simulated CRM with faults, and what Penstock makes of them. */
@NullMarked
package dev.penstock.server.demo;

import org.jspecify.annotations.NullMarked;
