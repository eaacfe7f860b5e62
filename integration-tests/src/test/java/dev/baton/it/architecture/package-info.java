/** Who may use whom, checked on the compiled classes of all modules. */
package dev.baton.it.architecture;
