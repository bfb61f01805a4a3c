/** Loaded when mapping begins: the editor is the largest part of the page. */
import './connect/crm-mapping-step.ts';
import './crm-edit-configuration.ts';
import './plan/crm-flight-plan.ts';
import './products/crm-configure-products.ts';
import './products/crm-products-step.ts';
